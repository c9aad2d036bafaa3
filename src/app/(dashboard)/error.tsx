'use client';
import { Failure } from '@/ui/panels/failure';

/** A page failed; header, navigation and the line to the server stand around it as before. */
export default function PageError({
  error,
  reset,
}: {
  error: Error & { digest?: string };
  reset: () => void;
}) {
  return <Failure error={error} retry={reset} />;
}
