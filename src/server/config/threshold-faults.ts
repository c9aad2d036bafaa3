import { z } from 'zod';
import { editDistance } from '../../shared/edit-distance';
import { Thresholds } from '../../shared/thresholds';

const NAMES: readonly string[] = Thresholds.keyof().options;
const Given = z.record(z.string(), z.unknown());

/** The thresholds of one source as they were given; those that it does not name stay out. */
export function givenThresholds(value: unknown): Record<string, unknown> {
  const given = Given.safeParse(value);
  return given.success ? given.data : {};
}

/** What is wrong with the thresholds of one source, each as the end of a sentence that begins with the setting. */
export function thresholdFaults(value: unknown): string[] {
  const given = Given.safeParse(value);
  if (!given.success || Array.isArray(value))
    return ['must be an object of names and numbers, such as { largeTableRows: 500 }'];
  const parsed = Thresholds.safeParse(value);
  const issues = parsed.success ? [] : parsed.error.issues;
  return issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys'
      ? issue.keys.map(unknownName)
      : [
          `${String(issue.path[0])} must be ${wanted(issue)} (it is ${JSON.stringify(given.data[String(issue.path[0])])})`,
        ],
  );
}

/** The usual nearness of a slip: a letter in three. */
function unknownName(name: string): string {
  const near = NAMES.map((known) => ({
    known,
    distance: editDistance(known.toLowerCase(), name.toLowerCase()),
  }));
  const [best] = near.sort((a, b) => a.distance - b.distance);
  const meant =
    best !== undefined && best.distance <= Math.ceil(name.length / 3) ? `, do you mean ${best.known}?` : ':';
  return `has no threshold ${JSON.stringify(name)}${meant} There are ${NAMES.join(', ')}`;
}

function wanted(issue: z.core.$ZodIssue): string {
  if (issue.code === 'too_small') return `at least ${issue.minimum}`;
  if (issue.code === 'too_big') return `at most ${issue.maximum}`;
  return issue.code === 'invalid_type' && issue.expected === 'int' ? 'a whole number' : 'a number';
}
