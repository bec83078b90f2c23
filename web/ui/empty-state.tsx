import type { ReactNode } from 'react'
import classes from './empty-state.module.css'

/** What will be here, and the one thing to do first. */
export function EmptyState({
  title,
  children,
  actions,
}: {
  title: string
  children?: ReactNode
  actions?: ReactNode
}) {
  return (
    <div className={classes.empty}>
      <svg width="84" height="20" viewBox="0 0 84 20" aria-hidden className={classes.line}>
        <path d="M2 10H26" stroke="var(--marketing)" />
        <path d="M30 10H54" stroke="var(--sales)" />
        <path d="M58 10H82" stroke="var(--service)" />
        <rect x="25" y="7" width="6" height="6" transform="rotate(45 28 10)" className={classes.knot} />
        <rect x="53" y="7" width="6" height="6" transform="rotate(45 56 10)" className={classes.knot} />
      </svg>
      <h2 className={classes.title}>{title}</h2>
      {children && <div className={classes.text}>{children}</div>}
      {actions && <div className={classes.actions}>{actions}</div>}
    </div>
  )
}
