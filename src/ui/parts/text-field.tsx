import { useId } from 'react';

/** A line, or a few, that a person types, with its label above. The browser refuses what is empty or too long. */
export function TextField({
  label,
  value,
  onChange,
  hint,
  lines = 1,
  minLength,
  maxLength,
}: {
  label: string;
  value: string;
  onChange: (value: string) => void;
  hint?: string;
  lines?: number;
  minLength?: number;
  maxLength?: number;
}) {
  const id = useId();
  const look =
    'w-full rounded border border-line-strong bg-surface px-2.5 py-1.5 placeholder:text-muted pointer-coarse:min-h-10';
  const common = {
    id,
    value,
    minLength,
    maxLength,
    required: true,
    placeholder: hint,
    className: look,
    onChange: (event: { target: { value: string } }) => onChange(event.target.value),
  };
  return (
    <div className="grid gap-1">
      <label htmlFor={id} className="text-muted">
        {label}
      </label>
      {lines === 1 ? <input type="text" {...common} /> : <textarea rows={lines} {...common} />}
    </div>
  );
}
