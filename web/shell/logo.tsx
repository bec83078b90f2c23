import classes from './logo.module.css'

/** Three wings on one line. */
export function Logo() {
  return (
    <span className={classes.logo}>
      <svg width="22" height="6" viewBox="0 0 22 6" aria-hidden>
        <path d="M1 3H6.6" stroke="var(--marketing)" strokeWidth="2.4" strokeLinecap="round" />
        <path d="M8.2 3H13.8" stroke="var(--sales)" strokeWidth="2.4" strokeLinecap="round" />
        <path d="M15.4 3H21" stroke="var(--service)" strokeWidth="2.4" strokeLinecap="round" />
      </svg>
      Throughline
    </span>
  )
}
