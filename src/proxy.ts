import { type NextRequest, NextResponse } from 'next/server';

/**
 * Gives each page a content security policy with a nonce of its own. Next puts the nonce on its scripts when it finds the
 * policy among the request's headers; the layout reads it from `x-nonce` for the script that sets the theme.
 * Styles need `unsafe-inline`: sizes of virtual rows, toasts and charts are set as inline styles.
 */
export function proxy(request: NextRequest): NextResponse {
  const nonce = Buffer.from(crypto.randomUUID()).toString('base64');
  // React's development build evaluates text to rebuild stack traces; the production build does not.
  const development = process.env.NODE_ENV === 'development' ? " 'unsafe-eval'" : '';
  const policy = [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${development}`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');

  const headers = new Headers(request.headers);
  headers.set('x-nonce', nonce);
  headers.set('content-security-policy', policy);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set('content-security-policy', policy);
  return response;
}

/** Pages only: JSON, event streams and static files run no script. */
export const config = { matcher: '/((?!api/|_next/static|_next/image|icon.svg).*)' };
