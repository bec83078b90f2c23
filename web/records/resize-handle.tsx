import { useRef } from 'react'
import classes from './table.module.css'

const least = 64
const most = 720

/** Drag with mouse or finger, or with ← and → when focused. */
export function ResizeHandle({
  label,
  width,
  onResize,
}: {
  label: string
  width: number
  onResize: (width: number) => void
}) {
  const start = useRef<{ x: number; width: number } | null>(null)
  const to = (wanted: number) => onResize(Math.round(Math.min(most, Math.max(least, wanted))))
  return (
    <div
      role="separator"
      aria-orientation="vertical"
      aria-label={label}
      aria-valuenow={width}
      aria-valuemin={least}
      aria-valuemax={most}
      tabIndex={0}
      className={classes.handle}
      onPointerDown={(event) => {
        event.preventDefault()
        event.currentTarget.setPointerCapture(event.pointerId)
        start.current = { x: event.clientX, width }
      }}
      onPointerMove={(event) => {
        if (start.current) to(start.current.width + event.clientX - start.current.x)
      }}
      onPointerUp={() => {
        start.current = null
      }}
      onKeyDown={(event) => {
        if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return
        event.preventDefault()
        to(width + (event.key === 'ArrowRight' ? 16 : -16))
      }}
    />
  )
}
