import { useState } from 'react'
import classes from './line-grid.module.css'

interface CellInputProps {
  label: string
  /** As it is written while nobody types. */
  value: string
  /** Tells whether what was typed is taken; what is not stays as it is typed. */
  onType: (typed: string) => void
  faulty?: boolean
  column: string
  numeric?: boolean
  placeholder?: string
  disabled?: boolean
}

/** A cell to type into: what is typed counts at once, and is written properly when the cell is left. */
export function CellInput({
  label,
  value,
  onType,
  faulty,
  column,
  numeric,
  placeholder,
  disabled,
}: CellInputProps) {
  const [typed, setTyped] = useState<string | null>(null)
  return (
    <input
      className={classes.input}
      aria-label={label}
      aria-invalid={faulty || undefined}
      data-column={column}
      data-numeric={numeric || undefined}
      inputMode={numeric ? 'decimal' : undefined}
      autoComplete="off"
      placeholder={placeholder}
      disabled={disabled}
      value={typed ?? value}
      onFocus={(event) => numeric && event.currentTarget.select()}
      onChange={(event) => {
        setTyped(event.currentTarget.value)
        onType(event.currentTarget.value)
      }}
      onBlur={() => {
        if (!faulty) setTyped(null)
      }}
    />
  )
}
