// Runs a bundled script with the code that V8 compiled of it in an earlier run: to compile it anew takes longer than most
// commands. Node has this of its own from 22.8 on only, and for each file apart.
import { randomBytes } from 'node:crypto';
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Script } from 'node:vm';

/**
 * Runs `main.cjs` of a folder and waits for what it exports as `ended`.
 * @param command what the person called: each uses other parts of the script, so each keeps compiled code of its own
 */
export async function runScript(folder, command) {
  const filename = join(folder, 'main.cjs');
  const kept = join(folder, `${/^[a-z]{1,20}$/.test(command ?? '') ? command : 'other'}.v8`);
  const cachedData = readIfThere(kept);
  const script = new Script(
    `(function (exports, require, module, __filename, __dirname) {${readFileSync(filename, 'utf8')}\n})`,
    { filename, cachedData },
  );
  const module = { exports: {} };
  script.runInThisContext()(module.exports, createRequire(filename), module, filename, dirname(filename));
  await module.exports.ended;
  // Only now: what was compiled while the command ran belongs to it.
  if (cachedData === undefined || script.cachedDataRejected) keep(kept, script.createCachedData());
}

function readIfThere(file) {
  try {
    return readFileSync(file);
  } catch {
    return undefined;
  }
}

function keep(file, data) {
  const temporary = `${file}.${randomBytes(4).toString('hex')}`;
  try {
    writeFileSync(temporary, data);
    renameSync(temporary, file);
  } catch {
    // A folder that may not be written costs only time.
    rmSync(temporary, { force: true });
  }
}
