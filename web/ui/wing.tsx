import classes from './wing.module.css'

export type WingName = 'customer' | 'marketing' | 'sales' | 'service' | 'team'

const coloured = { marketing: 'var(--marketing)', sales: 'var(--sales)', service: 'var(--service)' }
const washes = {
  marketing: 'var(--marketing-wash)',
  sales: 'var(--sales-wash)',
  service: 'var(--service-wash)',
}

/** The three wings have the only colours; what belongs to none is ink. */
export const wingColour = (wing: WingName): string =>
  wing in coloured ? coloured[wing as keyof typeof coloured] : 'var(--faint)'
export const wingWash = (wing: WingName): string =>
  wing in washes ? washes[wing as keyof typeof washes] : 'var(--selected)'

export function WingDot({ wing }: { wing: WingName }) {
  return <span className={classes.dot} aria-hidden style={{ background: wingColour(wing) }} />
}

/** A few words on a wing's wash. */
export function Chip({
  wing,
  children,
}: {
  wing?: 'marketing' | 'sales' | 'service'
  children: React.ReactNode
}) {
  return <span className={`${classes.chip} ${wing ? classes[wing] : ''}`}>{children}</span>
}
