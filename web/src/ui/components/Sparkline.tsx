import { useId } from 'react';
import classes from './Sparkline.module.css';

export interface Point {
  /** In milliseconds. */
  readonly at: number;
  readonly value: number;
}

interface SparklineProps {
  readonly label: string;
  /** The latest value, as text. */
  readonly value: string;
  /** For those who do not see the line. */
  readonly description: string;
  readonly points: readonly Point[];
  /** What fills the height unless a point is higher, so that small values look small. */
  readonly ceiling: number;
  readonly tone?: 'calm' | 'trouble';
}

/** One number over time: its name, what it is now, and how it came to be. */
export function Sparkline(props: SparklineProps) {
  const { label, value, description, points, ceiling, tone = 'calm' } = props;
  const id = useId();
  const line = lineThrough(points, ceiling);
  return (
    <figure className={classes.chart} data-tone={tone}>
      <figcaption className={classes.caption}>
        <span className={classes.label}>{label}</span>
        <span className={classes.value}>{value}</span>
      </figcaption>
      <svg
        className={classes.plot}
        viewBox={`0 0 ${width} ${height}`}
        preserveAspectRatio="none"
        role="img"
        aria-labelledby={`${id}-title ${id}-desc`}
      >
        <title id={`${id}-title`}>{label}</title>
        <desc id={`${id}-desc`}>{description}</desc>
        {line !== '' && (
          <>
            <path className={classes.area} d={`M0,${height} L${line} L${width},${height} Z`} />
            <path className={classes.line} d={`M${line}`} />
          </>
        )}
      </svg>
    </figure>
  );
}

const width = 240;
const height = 44;

/** Half of the line's width stays inside at the top and at the bottom. */
const margin = 2;

/** Empty for fewer than two points: there is no line through them. */
export function lineThrough(points: readonly Point[], ceiling: number): string {
  const [first, last] = [points[0], points.at(-1)];
  if (first === undefined || last === undefined || first.at === last.at) return '';
  const top = points.reduce((highest, { value }) => Math.max(highest, value), ceiling);
  return points
    .map(({ at, value }) => {
      const x = ((at - first.at) / (last.at - first.at)) * width;
      const y = height - margin - (value / top) * (height - 2 * margin);
      return `${x.toFixed(1)},${y.toFixed(1)}`;
    })
    .join(' L');
}
