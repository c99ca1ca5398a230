import { Button } from '@mantine/core';
import type { CaptureProblem } from '../../media/CaptureProblem';
import type { LocalMediaState } from '../../media/LocalMedia';
import { Problem } from '../components/Problem';

interface CaptureHelpProps {
  readonly capture: LocalMediaState;
  readonly onRetry: () => void;
}

/** What is wrong with camera or microphone, and what the presenter can do about it. */
export function CaptureHelp({ capture, onRetry }: CaptureHelpProps) {
  const { camera, microphone, opening } = capture;
  if (opening) return <div>Allow camera and microphone when your browser asks.</div>;
  const both = camera.problem !== null && camera.problem === microphone.problem;
  const sentences = both
    ? [helpFor('camera and microphone', camera.problem)]
    : [helpFor('camera', camera.problem), helpFor('microphone', microphone.problem)];
  const shown = sentences.filter((sentence) => sentence !== null);
  if (shown.length === 0) return null;
  return (
    <Problem>
      {shown.map((sentence) => (
        <div key={sentence}>{sentence}</div>
      ))}
      <Button size="xs" mt="xs" variant="light" onClick={onRetry}>
        Try again
      </Button>
    </Problem>
  );
}

function helpFor(what: string, problem: CaptureProblem | null): string | null {
  switch (problem) {
    case null:
      return null;
    case 'denied':
      return `The browser may not use your ${what}. Click the icon beside the address, choose “Allow”, then try again.`;
    case 'missing':
      return `No ${what} was found. Plug it in, then try again.`;
    case 'busy':
      return `Another program is using your ${what}. Close it, then try again.`;
    case 'insecure':
      return `Browsers only give out the ${what} on a secure page. Open this link with https://.`;
    case 'unknown':
      return `Your ${what} could not be opened. Try again, or choose another one.`;
  }
}
