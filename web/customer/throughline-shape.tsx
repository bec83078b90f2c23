import type { LineWing } from '../../contract/customer/throughline.ts'
import { isActivity } from './throughline-layout.ts'
import type { LineLayout, Point } from './throughline-layout.ts'
import classes from './throughline.module.css'

const y = 56
export const height = 112

/** A passage has the colour between those of its two wings. */
export const passageColour = (from: LineWing, to: LineWing): { line: string; text: string } => {
  const between = ['marketing-sales', 'sales-service', 'service-marketing'].find(
    (name) => name === `${from}-${to}` || name === `${to}-${from}`,
  )
  return { line: `var(--${between ?? to})`, text: `var(--${between ?? to}-text)` }
}

export const branchY = (level: number) => y - 24 - level * 18

/** The line itself, its branches and marks. */
export function Shape({ layout, width }: { layout: LineLayout; width: number }) {
  const { todayX, endX, pieces, points, branches, gaps } = layout
  const last = pieces.at(-1)?.wing ?? 'marketing'
  return (
    <svg width={width} height={height} aria-hidden className={classes.shape}>
      {branches.map(({ x, level, wing, subject }) => {
        const bend = Math.min(48, Math.max(12, todayX - x - 12))
        return (
          <g key={subject.id} style={{ stroke: `var(--${wing})` }} className={classes.branch}>
            <path
              d={`M${x} ${y}C${x + bend / 2} ${y} ${x + bend / 2} ${branchY(level)} ${x + bend} ${branchY(level)}H${todayX}`}
            />
            <circle cx={todayX} cy={branchY(level)} r={4} />
          </g>
        )
      })}
      {pieces.map(({ wing, x1, x2 }, i) => (
        <line
          key={`${wing} ${x1}`}
          x1={x1}
          x2={x2}
          y1={y}
          y2={y}
          stroke={`var(--${wing})`}
          strokeWidth={4}
          strokeLinecap={i === 0 ? 'round' : 'butt'}
        />
      ))}
      {gaps.map(({ x }) => (
        <path key={x} d={`M${x - 5} ${y + 6}l4 -12M${x + 1} ${y + 6}l4 -12`} className={classes.break} />
      ))}
      <line x1={todayX + 8} x2={endX} y1={y} y2={y} stroke={`var(--${last})`} className={classes.future} />
      {points.map((point) => (
        <Mark key={`${point.at}${point.x}`} point={point} />
      ))}
      {(points.at(-1)?.x ?? 0) < todayX - 11 && (
        <circle cx={todayX} cy={y} r={5} className={classes.dot} style={{ stroke: `var(--${last})` }} />
      )}
    </svg>
  )
}

function Mark({ point }: { point: Point }) {
  const { x, passage, things, wing } = point
  if (passage) {
    const knot = passage.by === 'handoff'
    return (
      <rect
        x={x - 7}
        y={y - 7}
        width={14}
        height={14}
        rx={3}
        transform={`rotate(45 ${x} ${y})`}
        className={classes.dot}
        style={{
          stroke: passageColour(passage.from, passage.to).line,
          ...(knot && { fill: passageColour(passage.from, passage.to).line }),
        }}
      />
    )
  }
  const minor = things.every(isActivity)
  const radius = minor ? (things.length > 1 ? 4 : 3) : things.length > 1 ? 5.5 : 5
  return (
    <>
      <circle cx={x} cy={y} r={radius} className={classes.dot} style={{ stroke: `var(--${wing})` }} />
      {things.length > 1 && !minor && <circle cx={x} cy={y} r={2} fill={`var(--${wing})`} />}
    </>
  )
}
