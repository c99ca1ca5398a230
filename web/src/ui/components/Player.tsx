import type { Recording } from '../../api/types';
import classes from './Player.module.css';

/** Plays a finished recording straight from its signed link. */
export default function Player({ recording }: { readonly recording: Recording }) {
  const video = recording.files.find(({ kind }) => kind === 'video');
  const poster = recording.files.find(({ kind }) => kind === 'poster');
  if (!video) return null;
  return (
    <video
      className={classes.player}
      controls
      playsInline
      preload="metadata"
      poster={poster?.url}
      src={video.url}
      aria-label="Recording"
    />
  );
}
