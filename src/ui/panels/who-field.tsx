import { TextField } from '../parts/text-field';

/**
 * Who decides something.
 * @param isTold the proxy in front of the dashboard tells who is signed in, so that no name is typed
 */
export function WhoField({
  isTold,
  value,
  onChange,
}: {
  isTold: boolean;
  value: string;
  onChange: (value: string) => void;
}) {
  if (isTold) return <p className="text-muted">The proxy that you signed in at tells your name.</p>;
  return (
    <TextField
      label="Your name (as typed; nobody vouches for it)"
      value={value}
      onChange={onChange}
      maxLength={120}
    />
  );
}

/** Why what a person asked for was not done. */
export function Refusal({ error }: { error: Error | null }) {
  if (error === null) return null;
  return (
    <p role="alert" data-verdict="fail" className="edge pl-4">
      {error.message}
    </p>
  );
}
