import type { Finding } from '../../shared/finding';

type Parts = Omit<Finding, 'key' | 'causedBy' | 'affects' | 'since'> & {
  /** The part of the key after the rule: `public.users:email`. Stable between runs. */
  about: string;
};

/**
 * A finding as a check returns it: its key is made of rule and subject, and what follows from it is left to the causes
 * pass; a check that knows by declaration what it affects fills that in.
 */
export function driftFinding({ about, ...parts }: Parts): Finding {
  return { key: `${parts.rule}:${about}`, ...parts, causedBy: [], affects: [] };
}
