import classes from './bars.module.css'

interface Bar {
  key: string
  label: string
  size: number
  text: string
}

const shown = 3

/** The largest few of a figure that has no trend, side by side. */
export function Bars({ bars, colour }: { bars: readonly Bar[]; colour: string }) {
  const largest = bars.toSorted((a, b) => b.size - a.size).slice(0, shown)
  const most = Math.max(1, ...largest.map(({ size }) => size))
  return (
    <ul className={classes.bars}>
      {largest.map(({ key, label, size, text }) => (
        <li key={key} className={classes.bar}>
          <span className={classes.label}>{label}</span>
          <span className={classes.track}>
            <span className={classes.fill} style={{ width: `${(size / most) * 100}%`, background: colour }} />
          </span>
          <span className={classes.text}>{text}</span>
        </li>
      ))}
    </ul>
  )
}
