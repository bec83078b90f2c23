import { ActionIcon, Button, TextInput } from '@mantine/core'
import { IconArrowDown, IconArrowUp, IconX } from '@tabler/icons-react'
import { useRef } from 'react'
import { flushSync } from 'react-dom'
import { t } from '../../text/seldom.ts'
import classes from './own.module.css'

export interface Option {
  /** Kept when the label changes; the server makes it for a new one. */
  value?: string
  label: string
  retired?: boolean
}

interface OptionsEditorProps {
  options: readonly Option[]
  error: string | undefined
  onChange: (options: Option[]) => void
}

/** The options of a choice in their order. Enter goes on to the next, which is made where there is none. */
export function OptionsEditor({ options, error, onChange }: OptionsEditorProps) {
  const list = useRef<HTMLDivElement>(null)
  const change = (index: number, changed: Partial<Option>) =>
    onChange(options.map((option, i) => (i === index ? { ...option, ...changed } : option)))
  const swap = (index: number, with_: number) => {
    const next = [...options]
    const [one, other] = [next[index], next[with_]]
    if (!one || !other) return
    next[index] = other
    next[with_] = one
    onChange(next)
  }
  // A new option that goes was never there; one that records may have is retired.
  const remove = (index: number) =>
    options[index]?.value === undefined
      ? onChange(options.filter((_, i) => i !== index))
      : change(index, { retired: true })
  const focus = (place: number) => list.current?.querySelectorAll<HTMLInputElement>('input')[place]?.focus()

  const open = options.flatMap((option, index) => (option.retired ? [] : [{ option, index }]))
  const retired = options.flatMap((option, index) => (option.retired ? [{ option, index }] : []))
  const add = () => {
    // At once: what is typed next belongs to it.
    flushSync(() => onChange([...options, { label: '' }]))
    focus(open.length)
  }
  return (
    <fieldset className={classes.options}>
      <legend>{t('fields.options')}</legend>
      <div ref={list}>
        {open.map(({ option, index }, place) => {
          const name = option.label || t('fields.option', { number: place + 1 })
          const above = open[place - 1]
          const below = open[place + 1]
          return (
            <div key={option.value ?? `new ${index}`} className={classes.option}>
              <TextInput
                aria-label={t('fields.option', { number: place + 1 })}
                value={option.label}
                maxLength={80}
                onChange={(event) => change(index, { label: event.currentTarget.value })}
                onKeyDown={(event) => {
                  if (event.key !== 'Enter') return
                  event.preventDefault()
                  if (below) focus(place + 1)
                  else if (option.label.trim()) add()
                }}
              />
              <ActionIcon
                aria-label={t('fields.optionUp', { name })}
                disabled={!above}
                onClick={() => above && swap(index, above.index)}
              >
                <IconArrowUp size={14} aria-hidden />
              </ActionIcon>
              <ActionIcon
                aria-label={t('fields.optionDown', { name })}
                disabled={!below}
                onClick={() => below && swap(index, below.index)}
              >
                <IconArrowDown size={14} aria-hidden />
              </ActionIcon>
              <ActionIcon aria-label={t('fields.removeOption', { name })} onClick={() => remove(index)}>
                <IconX size={14} aria-hidden />
              </ActionIcon>
            </div>
          )
        })}
      </div>
      {error && (
        <p role="alert" className={classes.error}>
          {error}
        </p>
      )}
      <Button variant="subtle" size="compact-sm" onClick={add}>
        {t('fields.addOption')}
      </Button>
      {retired.length > 0 && (
        <div className={classes.retiredOptions}>
          <p>{t('fields.retiredOptions')}</p>
          {retired.map(({ option, index }) => (
            <Button
              key={option.value}
              variant="subtle"
              size="compact-sm"
              aria-label={t('fields.optionBack', { name: option.label })}
              onClick={() => change(index, { retired: false })}
            >
              {option.label}
            </Button>
          ))}
        </div>
      )}
    </fieldset>
  )
}
