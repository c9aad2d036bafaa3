import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { Gallery } from '@/ui/gallery/gallery';

export const dynamic = 'force-dynamic';
export const metadata: Metadata = { title: 'Parts · Driftboard' };

/** Every part in all of its states, for whoever changes one. In development, or with DRIFTBOARD_DESIGN=1. */
export default function DesignPage() {
  if (process.env.NODE_ENV !== 'development' && process.env.DRIFTBOARD_DESIGN !== '1') notFound();
  return <Gallery renderedAt={Date.now()} />;
}
