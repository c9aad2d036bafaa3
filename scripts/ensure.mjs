// Runs before `npm start` and `npm test`: installs the packages when they lack or belong to another lock or Node, so that
// a fresh clone needs one command. Imports only node: modules.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  accessSync,
  closeSync,
  constants,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const dataDir = join(root, '.data');
const stampFile = join(root, 'node_modules', '.driftboard-stamp');
const lockFile = join(dataDir, 'install.lock');
const logFile = join(dataDir, 'logs', 'install.log');
/** npm itself gives up on a dead network long before this. */
const LOCK_TIMEOUT_MS = 15 * 60_000;

/** A reason to stop, told in a sentence. */
class Stop extends Error {}

try {
  checkNode();
  if (!isInstalled()) await withLock(async () => isInstalled() || (await install()));
} catch (error) {
  console.error(error instanceof Stop ? `✗ ${error.message}` : error);
  process.exitCode = 1;
}

function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  throw new Stop(`Node ${process.versions.node} is too old: install Node 20.19 or newer, then start again.`);
}

/** What the installed packages depend on, the Node version in clear. */
function wantedStamp() {
  const hash = createHash('sha256').update(`${process.platform} ${process.arch}`);
  for (const name of ['package.json', 'package-lock.json'])
    hash.update('\0').update(readFileSync(join(root, name)));
  return `${nodeMajor()} ${hash.digest('hex')}`;
}

function nodeMajor() {
  return process.versions.node.split('.')[0];
}

function isInstalled() {
  const stamp = existsSync(stampFile) ? readFileSync(stampFile, 'utf8').trim() : '';
  if (stamp === wantedStamp()) return true;
  if (stamp !== '' && stamp.split(' ')[0] !== nodeMajor()) return false;
  if (!matchesLock()) return false;
  // Somebody ran `npm ci` by hand, or package.json changed in its scripts only: no need to do it again.
  writeFileSync(stampFile, `${wantedStamp()}\n`);
  return true;
}

/** Whether npm's own list of what it installed is the lock's, and the lock is package.json's. */
function matchesLock() {
  const listFile = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(listFile)) return false;
  const installed = readJson(listFile).packages ?? {};
  const { '': locked = {}, ...wanted } = readJson(join(root, 'package-lock.json')).packages ?? {};
  const declared = readJson(join(root, 'package.json'));
  for (const kind of ['dependencies', 'devDependencies', 'optionalDependencies']) {
    if (JSON.stringify(sorted(locked[kind])) !== JSON.stringify(sorted(declared[kind]))) return false;
  }
  return Object.entries(wanted).every(([path, entry]) => {
    const there = installed[path]?.version;
    return there === undefined
      ? entry.optional === true && !isForThisPlatform(entry)
      : there === entry.version;
  });
}

function readJson(file) {
  return JSON.parse(readFileSync(file, 'utf8'));
}

function sorted(dependencies = {}) {
  return Object.entries(dependencies).sort(([left], [right]) => (left < right ? -1 : 1));
}

/** Optional packages that name no platform belong to one that does, and come and go with it. */
function isForThisPlatform(entry) {
  if (entry.os === undefined && entry.cpu === undefined) return false;
  const allows = (list, value) => list === undefined || value === undefined || list.includes(value);
  return allows(entry.os, process.platform) && allows(entry.cpu, process.arch) && allows(entry.libc, libc());
}

function libc() {
  if (process.platform !== 'linux') return undefined;
  process.report.excludeNetwork = true;
  return process.report.getReport().header.glibcVersionRuntime === undefined ? 'musl' : 'glibc';
}

async function withLock(work) {
  mkdirSync(dirname(logFile), { recursive: true });
  const deadline = Date.now() + LOCK_TIMEOUT_MS;
  let told = false;
  while (!tryLock()) {
    if (!told) console.error('… another start is installing the packages; waiting for it');
    told = true;
    if (Date.now() > deadline)
      throw new Stop(`The other install does not end: end it, delete ${lockFile}, start again.`);
    await sleep(250);
  }
  try {
    await work();
  } finally {
    rmSync(lockFile, { force: true });
  }
}

function tryLock() {
  try {
    writeFileSync(lockFile, `${process.pid}`, { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST')
      throw new Stop(`${dataDir} cannot be written (${error.code}): check its owner and rights.`);
  }
  const owner = Number(readFileSync(lockFile, { encoding: 'utf8', flag: 'a+' }));
  if (owner > 0 && !isAlive(owner)) rmSync(lockFile, { force: true });
  return false;
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

async function install() {
  const started = Date.now();
  const seconds = () => `${((Date.now() - started) / 1000).toFixed(1)} s`;
  const tty = process.stderr.isTTY;
  process.stderr.write(tty ? '' : '… installing the packages (npm ci)\n');
  const tick = tty
    ? setInterval(
        () => process.stderr.write(`\r\u001b[K… installing the packages (npm ci)   ${seconds()}`),
        200,
      )
    : undefined;
  const result = await runNpm().finally(() => {
    clearInterval(tick);
    if (tty) process.stderr.write('\r\u001b[K');
  });
  if (result !== 0) throw new Stop(explain(readFileSync(logFile, 'utf8')));
  writeFileSync(stampFile, `${wantedStamp()}\n`);
  console.error(`✓ Packages installed   ${seconds()}`);
}

function runNpm() {
  const npm = process.env.npm_execpath;
  // Under pnpm or yarn the variable names them, and they know no `ci` of this lock.
  const viaNode = npm !== undefined && /npm-cli\.c?js$/.test(npm) && existsSync(npm);
  const args = ['ci', '--include=dev', '--include=optional'];
  const log = openSync(logFile, 'w');
  return new Promise((resolvePromise, reject) => {
    const child = viaNode
      ? spawn(process.execPath, [npm, ...args], { cwd: root, env: npmEnv(), stdio: ['ignore', log, log] })
      : spawn('npm', args, {
          cwd: root,
          env: npmEnv(),
          stdio: ['ignore', log, log],
          shell: process.platform === 'win32',
        });
    const forward = (name) => child.kill(name);
    for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(name, forward);
    child.on('error', (error) => {
      const missing = error.code === 'ENOENT';
      reject(
        new Stop(
          missing ? 'npm was not found: install it (it comes with Node), then start again.' : error.message,
        ),
      );
    });
    child.on('close', (code) => {
      closeSync(log);
      for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.off(name, forward);
      resolvePromise(code ?? 1);
    });
  });
}

function npmEnv() {
  const quiet = {
    audit: 'false',
    fund: 'false',
    update_notifier: 'false',
    progress: 'false',
    prefer_offline: 'true',
  };
  const env = { ...process.env, NODE_ENV: 'development', npm_config_loglevel: 'error' };
  for (const [name, value] of Object.entries(quiet)) env[`npm_config_${name}`] = value;
  if (!isWritable(homedir())) env.npm_config_cache = join(dataDir, 'npm-cache');
  return env;
}

function isWritable(folder) {
  try {
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

function explain(log) {
  const words = log.trim().split('\n').slice(-6).join('\n  ');
  if (/ENOTFOUND|ECONNREFUSED|ECONNRESET|ETIMEDOUT|EAI_AGAIN|ERR_SOCKET_TIMEOUT|network/i.test(log)) {
    return `The npm registry cannot be reached, so the packages cannot be installed: check the network or the proxy, then start again.\n  ${words}`;
  }
  if (/EACCES|EPERM|EROFS/.test(log)) {
    return `npm may not write to node_modules: start as the user who owns ${root}.\n  ${words}`;
  }
  if (/ENOSPC/.test(log)) return `The disk is full: free about 1.5 GB, then start again.\n  ${words}`;
  return `The packages could not be installed (npm ci failed). The whole log is ${logFile}.\n  ${words}`;
}
