import type { ReactNode } from 'react'
import classes from './stat-figure.module.css'

/** A change in words and sign, such as "6 min faster"; colour only repeats what the words say. */
export interface Comparison {
  words: string
  tone: 'better' | 'worse' | 'same'
}

interface StatFigureProps {
  label: ReactNode
  /** Formatted with its unit; "—" when nothing is known, with `why`. */
  value: string
  comparison?: Comparison | null
  why?: string
  /** At the right of the label, usually the "?" that opens the definition. */
  aside?: ReactNode
  children?: ReactNode
}

export function StatFigure({ label, value, comparison, why, aside, children }: StatFigureProps) {
  return (
    <div>
      <div className={classes.head}>
        <span className={classes.label}>{label}</span>
        {aside}
      </div>
      <div className={classes.row}>
        <span className={classes.value}>{value}</span>
        {comparison && <span className={classes[comparison.tone]}>{comparison.words}</span>}
        {!comparison && why && <span className={classes.same}>{why}</span>}
      </div>
      {children}
    </div>
  )
}
