import type { Severity, Verdict } from '../../../shared/verdict';

/** A finding as the script has it; its key names no run. */
export type ScriptedFinding = { key: string; text: string; severity: Severity };

export type ScriptedCheck = {
  id: string;
  verdict: Verdict;
  /** Why it could not look, or what of it was left out. */
  reason: string | null;
  findings: ScriptedFinding[];
};

/** A run as the author of the week decides it: the one truth, from which records are made and the model answers. */
export type ScriptedRun = {
  environment: string;
  /** Its place among the runs of its environment, from 1. */
  number: number;
  startedAt: string;
  verdict: Verdict;
  checks: ScriptedCheck[];
  /** What a red one comes from: roots, then errors that stand alone. */
  causes: { key: string; title: string; symptoms: string[] }[];
  routes: { id: string; verdict: Verdict; status: number | null }[];
};

type Illness = {
  id: string;
  /** Findings that it brings, by check; the first one is its root. */
  brings: { check: string; finding: ScriptedFinding }[];
  /** Routes that fail with it. */
  breaks: readonly string[];
};

export const ROUTES = ['GET /api/users', 'GET /api/teams', 'GET /api/reports', 'GET /api/search'] as const;
const CHECKS = ['tables', 'enums', 'client', 'endpoints', 'indexes'] as const;
/** Those that read the database. */
const OF_DATABASE = new Set<string>(['tables', 'enums', 'indexes']);

const bring = (check: string, key: string, severity: Severity = 'error') => ({
  check,
  finding: { key, text: `${key} is wrong.`, severity },
});

export const ILLNESSES: readonly Illness[] = [
  { id: 'table', brings: [bring('tables', 'tables:posts')], breaks: [ROUTES[0]] },
  { id: 'column', brings: [bring('tables', 'tables:users.email')], breaks: [ROUTES[0], ROUTES[1]] },
  { id: 'enum', brings: [bring('enums', 'enums:Role')], breaks: [] },
  {
    id: 'client',
    brings: [bring('client', 'client:stale'), bring('client', 'client:process')],
    breaks: [ROUTES[1], ROUTES[2]],
  },
  { id: 'index', brings: [bring('indexes', 'indexes:users_email', 'warning')], breaks: [] },
  { id: 'route', brings: [], breaks: [ROUTES[3]] },
];

/** Numbers from 0 to 1 that are the same for the same seed (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export type WeekOptions = {
  environments: readonly string[];
  /** Of all environments together. */
  runs: number;
  seed: number;
  /** The clock: when each run of the week begins, by its place. */
  at: (place: number) => Date;
};

/**
 * A week of runs, in the order in which they are made. Illnesses come and go by themselves and over one another; at
 * times the database does not answer, a route is not asked, a check is switched off, a part of one is left out, or the
 * same finding says something else.
 */
export function scriptedWeek({ environments, runs, seed, at }: WeekOptions): ScriptedRun[] {
  const random = seeded(seed);
  const worlds = environments.map((environment) => ({ environment, number: 0, world: newWorld() }));
  return Array.from({ length: runs }, (_, place) => {
    const one = worlds[Math.floor(random() * worlds.length)];
    if (one === undefined) throw new Error('A week has an environment at least.');
    one.number += 1;
    live(one.world, random);
    const { environment, number } = one;
    return { environment, number, startedAt: at(place).toISOString(), ...look(one.world) };
  });
}

type World = {
  ill: Map<string, { wording: number }>;
  unreachable: boolean;
  skipped: string | null;
  unasked: string | null;
  leftOut: boolean;
};

function newWorld(): World {
  return { ill: new Map(), unreachable: false, skipped: null, unasked: null, leftOut: false };
}

/** Lets a little time pass. */
function live(world: World, random: () => number): void {
  for (const { id } of ILLNESSES) {
    const now = world.ill.get(id);
    if (now === undefined && random() < 0.012) world.ill.set(id, { wording: 0 });
    else if (now !== undefined && random() < 0.09) world.ill.delete(id);
    else if (now !== undefined && random() < 0.04) now.wording += 1;
  }
  world.unreachable = random() < (world.unreachable ? 0.7 : 0.015);
  world.leftOut = random() < (world.leftOut ? 0.8 : 0.02);
  world.skipped = random() < 0.02 ? pick(CHECKS, random) : null;
  world.unasked = random() < 0.05 ? pick(ROUTES, random) : null;
}

function pick<T>(of: readonly T[], random: () => number): T | null {
  return of[Math.floor(random() * of.length)] ?? null;
}

/** What a run sees of the world as it is. */
function look(world: World): Pick<ScriptedRun, 'verdict' | 'checks' | 'causes' | 'routes'> {
  const ill = ILLNESSES.flatMap((illness) => {
    const state = world.ill.get(illness.id);
    return state === undefined ? [] : [{ ...illness, wording: state.wording }];
  });
  const isBlind = (check: string) => check === world.skipped || (world.unreachable && OF_DATABASE.has(check));
  const routes = ROUTES.map((id) => {
    const asked = id !== world.unasked && world.skipped !== 'endpoints';
    if (!asked) return { id, verdict: 'unknown' as const, status: null };
    const broken = ill.some(({ breaks }) => breaks.includes(id));
    return { id, verdict: broken ? ('fail' as const) : ('pass' as const), status: broken ? 500 : 200 };
  });
  const seen = ill.flatMap(({ brings, wording }) =>
    brings.map(({ check, finding }) => ({
      check,
      finding: { ...finding, text: wording === 0 ? finding.text : `${finding.text} (${wording})` },
    })),
  );
  const broken = routes
    .filter(({ verdict }) => verdict === 'fail')
    .map(({ id }) => ({
      check: 'endpoints',
      finding: { key: `endpoint:${id}`, text: `${id} answered 500.`, severity: 'error' as const },
    }));
  const checks = CHECKS.map((id): ScriptedCheck => {
    if (id === world.skipped) return { id, verdict: 'skipped', reason: 'It is switched off.', findings: [] };
    if (isBlind(id)) return { id, verdict: 'unknown', reason: 'The database did not answer.', findings: [] };
    const findings = [...seen, ...broken].filter(({ check }) => check === id).map(({ finding }) => finding);
    const reason = id === 'tables' && world.leftOut ? 'The views were left out.' : null;
    return { id, verdict: verdictOf(findings), reason, findings };
  });
  const visible = new Set(checks.flatMap(({ findings }) => findings.map(({ key }) => key)));
  return { verdict: worst(checks), checks, causes: causesOf(ill, visible), routes };
}

/** Each illness whose root is seen is a cause; broken routes that none of them explains stand alone. */
function causesOf(ill: readonly Illness[], visible: ReadonlySet<string>): ScriptedRun['causes'] {
  const roots = ill.flatMap(({ id, brings, breaks }) => {
    const [root] = brings;
    if (root === undefined || root.finding.severity !== 'error' || !visible.has(root.finding.key)) return [];
    const own = brings.slice(1).map(({ finding }) => finding.key);
    const symptoms = [...own, ...breaks.map((route) => `endpoint:${route}`)].filter((key) =>
      visible.has(key),
    );
    return [{ key: root.finding.key, title: `The ${id} is ill`, symptoms }];
  });
  const told = new Set(roots.flatMap(({ key, symptoms }) => [key, ...symptoms]));
  const alone = ROUTES.map((id) => `endpoint:${id}`).filter((key) => visible.has(key) && !told.has(key));
  return [
    ...roots,
    ...alone.map((key) => ({ key, title: `${key.slice('endpoint:'.length)} answered 500.`, symptoms: [] })),
  ];
}

function verdictOf(findings: readonly ScriptedFinding[]): Verdict {
  if (findings.some(({ severity }) => severity === 'error')) return 'fail';
  return findings.length > 0 ? 'warn' : 'pass';
}

function worst(checks: readonly ScriptedCheck[]): Verdict {
  const verdicts = checks.map(({ verdict }) => verdict);
  if (verdicts.includes('fail')) return 'fail';
  if (verdicts.includes('unknown')) return 'unknown';
  return verdicts.includes('warn') ? 'warn' : 'pass';
}
