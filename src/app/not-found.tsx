import { PlainFrame } from '@/ui/panels/plain-frame';

export default function NotFound() {
  return (
    <PlainFrame>
      <h1 className="text-lg">There is no such page</h1>
      <p>The pages that exist are in the line above.</p>
    </PlainFrame>
  );
}
