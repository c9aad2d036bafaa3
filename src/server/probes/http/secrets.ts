/** Below this length a value stands in too many words by chance; it is masked only where it stands alone. */
const SHORT = 4;
const MASK = '***';

/** The secrets that a run has sent, so that nothing that comes back shows them. */
export type Secrets = {
  add(value: string): void;
  mask(text: string): string;
  /** In all texts and names of a JSON value, and where a number is one. */
  maskJson(json: unknown): unknown;
};

export function createSecrets(): Secrets {
  const values = new Set<string>();
  let pattern: RegExp | null = null;
  const mask = (text: string) => {
    if (values.size === 0) return text;
    pattern ??= patternOf(values);
    return text.replace(pattern, MASK);
  };
  const maskJson = (json: unknown): unknown => {
    if (values.size === 0) return json;
    if (typeof json === 'string') return mask(json);
    if (typeof json === 'number') return values.has(String(json)) ? MASK : json;
    if (Array.isArray(json)) return json.map(maskJson);
    if (typeof json !== 'object' || json === null) return json;
    return Object.fromEntries(Object.entries(json).map(([name, value]) => [mask(name), maskJson(value)]));
  };
  return {
    add(value) {
      if (value === '') return;
      values.add(value);
      pattern = null;
    },
    mask,
    maskJson,
  };
}

function patternOf(values: ReadonlySet<string>): RegExp {
  const spelled = [...values].flatMap((value) =>
    value.length < SHORT
      ? [`(?<![\\w-])${literal(value)}(?![\\w-])`]
      : [...new Set(spellings(value))].map((one) => literal(one)),
  );
  // The longest first: a secret may begin with another one.
  return new RegExp(spelled.sort((a, b) => b.length - a.length).join('|'), 'g');
}

/** As it is, in a URL, in a form, in JSON, and as base64 has it. */
function spellings(value: string): string[] {
  const base64 = Buffer.from(value).toString('base64');
  return [
    value,
    encodeURIComponent(value),
    new URLSearchParams({ v: value }).toString().slice(2),
    JSON.stringify(value).slice(1, -1),
    ...(value.length < 8
      ? []
      : [base64, base64.replace(/=+$/, ''), Buffer.from(value).toString('base64url')]),
  ];
}

const literal = (text: string) => text.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&');
