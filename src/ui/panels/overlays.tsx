'use client';
import dynamic from 'next/dynamic';
import { useOpenCheck } from './evidence-link';
import { useOverlay } from './overlay-state';

// Fetched when first opened: none of them is needed to read a page.
const Palette = dynamic(() => import('./palette').then((panel) => panel.Palette), { ssr: false });
const Help = dynamic(() => import('./help').then((panel) => panel.Help), { ssr: false });
const EvidenceSheet = dynamic(() => import('./evidence-sheet').then((panel) => panel.EvidenceSheet), {
  ssr: false,
});

/** The panels that float over the page. */
export function Overlays() {
  const [overlay, setOverlay] = useOverlay();
  const [check] = useOpenCheck();
  const close = () => setOverlay(null);
  return (
    <>
      {overlay === 'palette' ? <Palette onClose={close} /> : null}
      {overlay === 'help' ? <Help onClose={close} /> : null}
      {check === null ? null : <EvidenceSheet />}
    </>
  );
}
