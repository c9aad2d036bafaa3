/** Parts of a name that make its value a secret, whatever stands around them. */
const SECRET_PARTS =
  /passw(?:or)?d|passphrase|secret|apikey|accesskey|privatekey|authorization|credential|connectionstring|databaseurl|sessionid|setcookie/;
/** Names whose whole, or whose end, makes the value a secret: `accessToken`, but not `tokensUsed`. */
const SECRET_ENDS = /(?:token|cookie|jwt|pwd|pin|otp|cvv|cvc|dsn)$/;
/** `spin` and `margin` end like a secret and are none. */
const SECRET_SHORT = /^(?:user|login|card|sms|totp)?(?:pwd|pin|otp|cvv|cvc|dsn)$/;
const PERSONAL =
  /^(?:(?:contact|user|primary|work|home|billing)?e?mail(?:address)?|(?:contact|user|work|home|mobile|cell)?(?:phone|telephone|fax)(?:number)?|mobile|mobilenumber|tel|(?:first|last|full|given|family|middle|maiden|birth)name|surname|(?:date|place)?ofbirth|dateofbirth|placeofbirth|birth(?:date|day)|dob|ssn|socialsecuritynumber|taxid|passport(?:number)?|street|street(?:address|line\d?)|postaladdress|iban|accountnumber|card(?:number|holder)|creditcard(?:number)?)$/;

/**
 * Says of which names the values are masked.
 * @param also further names of fields, as the manifest gives them; `*` stands for anything
 */
export function sensitiveNames(also: readonly string[] = []): (name: string) => boolean {
  const further = also.map((pattern) => wildcard(pattern));
  const known = new Map<string, boolean>();
  return (name) => {
    const remembered = known.get(name);
    if (remembered !== undefined) return remembered;
    const plain = bare(name);
    const answer = isSecretName(plain) || PERSONAL.test(plain) || further.some((one) => one(plain));
    if (known.size < 10_000) known.set(name, answer);
    return answer;
  };
}

function isSecretName(plain: string): boolean {
  if (SECRET_PARTS.test(plain)) return true;
  const end = SECRET_ENDS.exec(plain)?.[0];
  if (end === undefined) return false;
  return end.length > 4 || end === 'jwt' || SECRET_SHORT.test(plain);
}

/** A name without its case and its dashes; of a very long one only the beginning. */
function bare(name: string): string {
  return name
    .slice(0, 200)
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');
}

/** A pattern held against a name part by part, so that no name makes it slow. */
function wildcard(pattern: string): (plain: string) => boolean {
  const parts = pattern.split('*').map(bare);
  const first = parts[0] ?? '';
  const last = parts.at(-1) ?? '';
  if (parts.length === 1) return (plain) => plain === first;
  return (plain) => {
    if (!plain.startsWith(first) || !plain.endsWith(last)) return false;
    let at = first.length;
    for (const part of parts.slice(1, -1)) {
      const found = plain.indexOf(part, at);
      if (found === -1) return false;
      at = found + part.length;
    }
    return at <= plain.length - last.length;
  };
}
