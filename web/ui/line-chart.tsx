import { useEffect, useId, useRef, useState } from 'react'
import classes from './line-chart.module.css'

export interface Point {
  /** Named on hover and in the table read out. */
  label: string
  /** Null breaks the line: nothing is known there. */
  value: number | null
}

interface LineChartProps {
  /** What the line is, for those who do not see it. */
  name: string
  points: readonly Point[]
  /** The period before, dashed grey, matched by position. */
  previous?: readonly Point[]
  format: (value: number) => string
  colour?: string
  height?: number
  /** Labels at the ends of the line and days beneath it. A spark line goes without. */
  labelled?: boolean
  onPick?: (index: number) => void
}

const top = 14
const none: readonly Point[] = []

interface Scale {
  x: (index: number) => number
  y: (value: number) => number
}

function path(points: readonly Point[], { x, y }: Scale): string {
  let pen = 'M'
  return points
    .map((point, index) => {
      if (point.value === null) {
        pen = 'M'
        return ''
      }
      const step = `${pen}${x(index).toFixed(1)} ${y(point.value).toFixed(1)}`
      pen = 'L'
      return step
    })
    .join('')
}

/** A line from zero, the previous period dashed behind it, labelled where it stands instead of by a legend. */
export function LineChart({
  name,
  points,
  previous = none,
  format,
  colour = 'var(--sales)',
  height = 72,
  labelled,
  onPick,
}: LineChartProps) {
  const frame = useRef<HTMLDivElement>(null)
  const [width, setWidth] = useState(0)
  const [at, setAt] = useState<number | null>(null)
  const table = useId()

  useEffect(() => {
    if (!frame.current) return
    const observer = new ResizeObserver(([entry]) => setWidth(Math.floor(entry?.contentRect.width ?? 0)))
    observer.observe(frame.current)
    return () => observer.disconnect()
  }, [])

  const values = [...points, ...previous].flatMap((point) => (point.value === null ? [] : [point.value]))
  const high = Math.max(0, ...values) || 1
  const low = Math.min(0, ...values)
  const bottom = labelled ? 18 : 2
  const right = labelled ? 56 : 4
  const steps = Math.max(points.length, previous.length) - 1
  const scale: Scale = {
    x: (index) => 4 + (steps < 1 ? 0.5 : index / steps) * Math.max(0, width - 4 - right),
    y: (value) => top + (1 - (value - low) / (high - low)) * (height - top - bottom),
  }
  const last = points.findLastIndex((point) => point.value !== null)
  const shown = at ?? (labelled ? last : null)
  const current = shown === null ? undefined : points[shown]
  const before = shown === null ? undefined : previous[shown]

  const nearest = (clientX: number) => {
    const left = frame.current?.getBoundingClientRect().left ?? 0
    const share = (clientX - left - 4) / Math.max(1, width - 4 - right)
    return Math.min(points.length - 1, Math.max(0, Math.round(share * steps)))
  }

  return (
    <div ref={frame} className={classes.chart} style={{ height }}>
      {width > 0 && points.length > 0 && (
        <svg width={width} height={height} role="img" aria-label={name} aria-describedby={table}>
          <line className={classes.zero} x1={4} x2={width - right} y1={scale.y(0)} y2={scale.y(0)} />
          {previous.length > 0 && <path className={classes.previous} d={path(previous, scale)} />}
          <path className={classes.line} style={{ stroke: colour }} d={path(points, scale)} />
          {labelled && (
            <>
              <text className={classes.axis} x={4} y={height - 3}>
                {points[0]?.label}
              </text>
              <text className={classes.axis} x={width - right} y={height - 3} textAnchor="end">
                {points.length > 1 ? points.at(-1)?.label : ''}
              </text>
            </>
          )}
          {shown !== null && current?.value != null && (
            <>
              <circle
                className={classes.dot}
                style={{ stroke: colour }}
                cx={scale.x(shown)}
                cy={scale.y(current.value)}
                r={3.5}
              />
              {labelled && at === null && (
                <text className={classes.end} x={scale.x(shown) + 8} y={scale.y(current.value) + 4}>
                  {format(current.value)}
                </text>
              )}
            </>
          )}
        </svg>
      )}
      <Overlay
        name={name}
        count={points.length}
        at={at}
        onAt={setAt}
        nearest={nearest}
        {...(onPick && { onPick })}
      />
      {at !== null && current && (
        <div
          className={classes.tip}
          style={{
            insetInlineStart: Math.min(Math.max(0, scale.x(at) - 60), Math.max(0, width - 150)),
            bottom: height - top + 6,
          }}
        >
          <span className={classes.when}>{current.label}</span>
          <strong>{current.value === null ? '—' : format(current.value)}</strong>
          {before?.value != null && (
            <span className={classes.when}>
              {before.label}: {format(before.value)}
            </span>
          )}
        </div>
      )}
      <ol id={table} className="visually-hidden">
        {points.map((point) => (
          <li key={point.label}>
            {point.label}: {point.value === null ? '—' : format(point.value)}
          </li>
        ))}
      </ol>
    </div>
  )
}

interface OverlayProps {
  name: string
  count: number
  at: number | null
  onAt: (at: number | null) => void
  nearest: (clientX: number) => number
  onPick?: (index: number) => void
}

/** Takes the pointer, and the arrow keys where points open onto their records. */
function Overlay({ name, count, at, onAt, nearest, onPick }: OverlayProps) {
  const hover = {
    onPointerMove: (event: React.PointerEvent) => onAt(nearest(event.clientX)),
    onPointerLeave: () => onAt(null),
  }
  if (!onPick) return <div role="presentation" className={classes.overlay} {...hover} />
  return (
    <button
      type="button"
      data-compact
      aria-label={name}
      className={classes.pickable}
      {...hover}
      onBlur={() => onAt(null)}
      onClick={(event) => onPick(event.detail === 0 ? (at ?? count - 1) : nearest(event.clientX))}
      onKeyDown={(event) => {
        const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0
        if (step === 0) return
        event.preventDefault()
        onAt(Math.min(count - 1, Math.max(0, (at ?? count) + step)))
      }}
    />
  )
}
