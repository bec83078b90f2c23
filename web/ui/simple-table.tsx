import type { ReactNode } from 'react'
import classes from './simple-table.module.css'

interface SimpleTableProps {
  label: string
  heads: readonly string[]
  /** The last column holds actions; its head is only read out. */
  actions?: boolean
  children: ReactNode
}

/** A short table that needs no more than rows: settings, jobs, mail. On a phone its rows become blocks. */
export function SimpleTable({ label, heads, actions, children }: SimpleTableProps) {
  return (
    <table className={classes.table} aria-label={label}>
      <thead>
        <tr>
          {heads.map((head) => (
            <th key={head} scope="col">
              <span className={actions && head === heads.at(-1) ? 'visually-hidden' : undefined}>{head}</span>
            </th>
          ))}
        </tr>
      </thead>
      <tbody>{children}</tbody>
    </table>
  )
}
