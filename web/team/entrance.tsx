import type { ReactNode } from 'react'
import { useEffect } from 'react'
import { Logo } from '../shell/logo.tsx'
import classes from './entrance.module.css'

/** The page before one is inside: logo, title, one card. */
export function Entrance({
  title,
  text,
  children,
}: {
  title: string
  text?: ReactNode
  children: ReactNode
}) {
  useEffect(() => {
    document.title = `${title} · Throughline`
  }, [title])
  return (
    <main className={classes.page}>
      <div className={classes.column}>
        <Logo />
        <svg className={classes.line} viewBox="0 0 400 24" aria-hidden>
          <path d="M4 12H134" stroke="var(--marketing)" />
          <path d="M146 12H258" stroke="var(--sales)" />
          <path d="M270 12H372" stroke="var(--service)" />
          <path d="M378 12H398" stroke="var(--service)" className={classes.future} />
          <g className={classes.moment}>
            <circle cx="4" cy="12" r="3.5" stroke="var(--marketing)" />
            <circle cx="72" cy="12" r="3.5" stroke="var(--marketing)" />
            <circle cx="200" cy="12" r="3.5" stroke="var(--sales)" />
            <circle cx="320" cy="12" r="3.5" stroke="var(--service)" />
            <circle cx="372" cy="12" r="3.5" stroke="var(--service)" />
            <rect
              x="134"
              y="6"
              width="12"
              height="12"
              rx="1.5"
              transform="rotate(45 140 12)"
              stroke="var(--marketing-sales)"
            />
            <rect
              x="258"
              y="6"
              width="12"
              height="12"
              rx="1.5"
              transform="rotate(45 264 12)"
              stroke="var(--sales-service)"
            />
          </g>
        </svg>
        <h1 className={classes.title}>{title}</h1>
        {text && <p className={classes.text}>{text}</p>}
        {children}
      </div>
    </main>
  )
}
