'use client';
import { Failure } from '@/ui/panels/failure';
import { PlainFrame } from '@/ui/panels/plain-frame';

/** A page failed together with what stands around it: the navigation stays. */
export default function ErrorPage({
  error,
  reset,
}: {
  error: Error & { digest?: string };
  reset: () => void;
}) {
  return (
    <PlainFrame>
      <Failure error={error} retry={reset} />
    </PlainFrame>
  );
}
