import { createHash } from 'node:crypto';
import type { RunRecord } from '../../../shared/details';
import type { Finding } from '../../../shared/finding';

/** A piece of a record is kept by itself up to this many characters: small enough that a change costs little. */
const PART_CHARACTERS = 4096;
/** Below it a reference would take more than it saves. */
const WORTH_A_PART = 120;

/** A record taken apart, so that what it has in common with others is kept once. Texts are JSON. */
export type Packed = {
  /** Of all but the measured values. */
  hash: string;
  /** `{"$": n}` stands for the nth part, `{"$": "m"}` for the next measured value; a key that begins with $ has one more. */
  body: string;
  /** The texts of the parts by their hashes, in the order of their places. */
  parts: Map<string, string>;
  /** Times and durations, in the order in which the body names them. */
  measured: unknown[];
  /** By key, the hash of each finding's text without its since. */
  findings: Map<string, { hash: string; finding: Finding; checkId: string }>;
};

/** Takes a record apart. Two records that differ in times alone get the same hash, body and parts. */
export function pack({ report, details }: Pick<RunRecord, 'report' | 'details'>): Packed {
  const parts = new Map<string, string>();
  const places = new Map<string, number>();
  const measured: unknown[] = [];
  const findings: Packed['findings'] = new Map();

  function refer(text: string): string {
    const hash = hashOf(text);
    const place = places.get(hash) ?? places.size;
    places.set(hash, place);
    parts.set(hash, text);
    return `{"$":${place}}`;
  }

  function encode(value: unknown, key: string, limit: number): Piece {
    if (isMeasured(key, value)) {
      measured.push(value);
      return { text: '{"$":"m"}', whole: true };
    }
    if (typeof value !== 'object' || value === null)
      return { text: JSON.stringify(value) ?? 'null', whole: true };
    if (Array.isArray(value)) {
      return join(
        '[',
        value.map((item) => ({ label: '', ...encode(item, key, limit) })),
        ']',
        limit,
      );
    }
    const members = Object.entries(value).filter(([, member]) => member !== undefined);
    const pieces = members.map(([name, member]) => ({
      label: `${JSON.stringify(name.startsWith('$') ? `$${name}` : name)}:`,
      ...encode(member, name, limit),
    }));
    return join('{', pieces, '}', limit);
  }

  function join(open: string, pieces: (Piece & { label: string })[], close: string, limit: number): Piece {
    const length = pieces.reduce((sum, { label, text }) => sum + label.length + text.length + 1, 2);
    const whole = length <= limit && pieces.every((piece) => piece.whole);
    const texts = pieces.map(({ label, text, whole: apart }) =>
      !whole && apart && text.length >= WORTH_A_PART ? label + refer(text) : label + text,
    );
    return { text: open + texts.join(',') + close, whole };
  }

  function encodeCheck(check: RunRecord['report']['checks'][number]): string {
    const { findings: found, ...rest } = check;
    const head = encode(rest, '', PART_CHARACTERS).text;
    const refs = found.map((finding) => {
      const { text } = encode(finding, '', Number.POSITIVE_INFINITY);
      findings.set(finding.key, { hash: hashOf(text), finding, checkId: check.id });
      return refer(text);
    });
    return `{"head":${head},"findings":[${refs.join(',')}]}`;
  }

  const { checks, ...rest } = report;
  const checksText = `[${checks.map(encodeCheck).join(',')}]`;
  const reportText = encode(rest, '', 0).text;
  const detailsText = encode(details, '', 0).text;
  const body = `{"checks":${checksText},"report":${reportText},"details":${detailsText}}`;
  return { hash: hashOf([body, ...parts.keys()].join('\0')), body, parts, measured, findings };
}

type Piece = { text: string /** It refers to no part. */; whole: boolean };

const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|\+00:00)$/;
/** Names of what a run counts or is called by, beside times. */
const MEASURED_NAMES = new Set(['runId', 'date', 'requests', 'pid', 'bodyBytes', 'lastGreenNumber']);

/** Times that a person decided: where one is another, it is not the same run. */
const DECIDED_NAMES = new Set(['endsAt']);

/** Whether a value is expected to differ between runs that found the same. A wrong guess costs space and nothing else. */
function isMeasured(key: string, value: unknown): boolean {
  if (DECIDED_NAMES.has(key)) return false;
  if (typeof value === 'number') return key.endsWith('Ms') || MEASURED_NAMES.has(key);
  return typeof value === 'string' && (MOMENT.test(value) || MEASURED_NAMES.has(key));
}

/** 132 bits of sha256, which no two of our texts share by chance. */
export function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('base64url').slice(0, 22);
}

/** Equal for runs in which nothing of note differs: verdicts, findings and fingerprints. */
export function stateHash(report: RunRecord['report'], findings: Packed['findings']): string {
  const checks = report.checks.map(({ id, verdict, findings: found }) => [
    id,
    verdict,
    found.map(({ key }) => findings.get(key)?.hash ?? key).sort(),
  ]);
  return hashOf(JSON.stringify([report.verdict, checks, report.fingerprints]));
}
