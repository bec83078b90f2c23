import { Button, Popover } from '@mantine/core'
import { useState, type ReactNode } from 'react'
import { messageOf } from '../../shell/api.ts'
import { toastFailed } from '../../ui/toast.tsx'
import classes from './order-page.module.css'

interface VerbButtonProps {
  label: string
  /** What the form's button says. */
  button: string
  filled?: boolean
  children: ReactNode
  /** Answers false when something has to be mended first. */
  onRun: () => Promise<unknown>
  onOpen?: () => void
}

/** A button that asks for what its verb needs first. */
export function VerbButton({ label, button, filled, children, onRun, onOpen }: VerbButtonProps) {
  const [open, setOpen] = useState(false)
  const [busy, setBusy] = useState(false)
  const run = async () => {
    setBusy(true)
    try {
      if ((await onRun()) !== false) setOpen(false)
    } catch (error) {
      toastFailed(messageOf(error))
    }
    setBusy(false)
  }
  const toggle = () => {
    if (!open) onOpen?.()
    setOpen(!open)
  }
  return (
    <Popover opened={open} onChange={setOpen} trapFocus returnFocus position="bottom-end" width={340}>
      <Popover.Target>
        <Button variant={filled ? 'filled' : 'default'} aria-expanded={open} onClick={toggle}>
          {label}
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={label}>
        <form
          className={classes.form}
          onSubmit={(event) => {
            event.preventDefault()
            void run()
          }}
        >
          {children}
          <Button type="submit" variant="filled" loading={busy}>
            {button}
          </Button>
        </form>
      </Popover.Dropdown>
    </Popover>
  )
}
