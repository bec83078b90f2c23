import type { ReactNode } from 'react'
import { useId } from 'react'
import classes from './card.module.css'

interface CardProps {
  title?: ReactNode
  /** Faint, at the right of the title: how, or a small action. */
  aside?: ReactNode
  children: ReactNode
  className?: string
}

export function Card({ title, aside, children, className }: CardProps) {
  const id = useId()
  return (
    <section
      className={className ? `${classes.card} ${className}` : classes.card}
      aria-labelledby={title ? id : undefined}
    >
      {title && (
        <header className={classes.header}>
          <h2 id={id} className={classes.title}>
            {title}
          </h2>
          {aside && <div className={classes.aside}>{aside}</div>}
        </header>
      )}
      {children}
    </section>
  )
}

/** A label and its value on one line, the value at the right. */
export function Line({
  label,
  children,
  strong,
}: {
  label: ReactNode
  children: ReactNode
  strong?: boolean
}) {
  return (
    <div className={classes.line}>
      <span className={classes.label}>{label}</span>
      <span className={strong ? classes.strong : classes.value}>{children}</span>
    </div>
  )
}
