import Link from 'next/link';
import type { FindingWaiver } from '@/shared/waivers';
import { VerdictShape } from '../../parts/verdict-mark';

type Told = Pick<FindingWaiver, 'person' | 'proven' | 'endsAt' | 'reason'>;

/** Who has accepted it, until when and why: a few words for a row. */
export function acceptedWords({ person, proven, endsAt, reason }: Told): string {
  return `waived by ${person}${proven ? '' : ' (as typed)'} until ${endsAt.slice(0, 10)}: ${reason}`;
}

/** The same at a finding that is open, with the way to all of them. */
export function Accepted({ waiver }: { waiver: FindingWaiver }) {
  const words = acceptedWords(waiver);
  return (
    <p className="flex flex-wrap items-baseline gap-x-2">
      <VerdictShape verdict="warn" />
      <span className="min-w-0">{words.charAt(0).toUpperCase() + words.slice(1)}</span>
      <Link className="underline hover:text-accent" href="/runs#waivers">
        All waivers
      </Link>
    </p>
  );
}
