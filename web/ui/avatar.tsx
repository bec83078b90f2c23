import { initials } from './format.ts'
import classes from './avatar.module.css'

/** A name's initials on calm paper: squares are customers, circles are the team. */
export function Avatar({ name, size = 44, round }: { name: string; size?: number; round?: boolean }) {
  return (
    <span
      className={classes.avatar}
      aria-hidden
      style={{
        width: size,
        height: size,
        fontSize: Math.max(9, Math.round(size * 0.36)),
        borderRadius: round ? '50%' : size > 30 ? 10 : 6,
      }}
    >
      {initials(name)}
    </span>
  )
}
