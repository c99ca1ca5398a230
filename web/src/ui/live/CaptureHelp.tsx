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
  const hopeless = [camera, microphone].every(
    ({ problem }) => problem !== null && final.has(problem),
  );
  return (
    <Problem>
      {shown.map((sentence) => (
        <div key={sentence}>{sentence}</div>
      ))}
      {!hopeless && (
        <Button size="xs" mt="xs" variant="light" onClick={onRetry}>
          Try again
        </Button>
      )}
    </Problem>
  );
}

/** Trying again on the same page would change nothing. */
const final: ReadonlySet<CaptureProblem> = new Set(['insecure', 'unsupported']);

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
      return `Your ${what} can be used on https:// and on localhost only, and this page came by plain http://. Open your presenter link with https://. If that does not open, whoever runs this server can set it up (docs/operations.md), or you present on the server’s own computer, with localhost in place of its name. Watching and chat work here.`;
    case 'unsupported':
      return `This browser gives the ${what} to no web page. Try Chrome, Edge, Firefox or Safari.`;
    case 'unknown':
      return `Your ${what} could not be opened. Try again, or choose another one.`;
  }
}
