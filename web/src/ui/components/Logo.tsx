import classes from './Logo.module.css';

export function Logo() {
  return (
    <span className={classes.logo}>
      <svg aria-hidden="true" width="28" height="28" viewBox="0 0 32 32">
        <rect width="32" height="32" rx="9" className={classes.tile} />
        <g className={classes.mark}>
          <circle cx="16" cy="16" r="3.4" />
          <path d="M10.2 21.8a8.2 8.2 0 0 1 0-11.6M21.8 10.2a8.2 8.2 0 0 1 0 11.6" />
        </g>
      </svg>
      Broadcast
    </span>
  );
}
