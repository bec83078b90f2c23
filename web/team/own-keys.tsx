import '@mantine/core/styles/Checkbox.layer.css'
import { Button, Checkbox } from '@mantine/core'
import { useEffect, useRef, useState } from 'react'
import { fixedKeys, keyList } from '../shell/key-list.ts'
import { useSettings } from '../shell/settings.ts'
import { strokeOf } from '../shell/shortcuts.ts'
import { usePlaces } from '../shell/use-places.ts'
import { t } from '../text/seldom.ts'
import { keysText } from '../ui/key-hint.tsx'
import { ownKeys } from '../ui/own-keys.ts'
import { toastDone, toastFailed } from '../ui/toast.tsx'
import classes from './settings.module.css'

interface Action {
  keys: string
  label: string
}

/** Every key that may be another: those of the pages, and those that lead to a place. */
function useActions(): Action[] {
  const { all } = usePlaces()
  return [
    ...keyList.map(({ keys, does }) => ({
      keys,
      label: [...new Set(does.map((key) => t(key)))].join(' · '),
    })),
    ...all.flatMap(({ key, label }) =>
      key ? [{ keys: `g ${key}`, label: t('keys.goTo', { place: label }) }] : [],
    ),
  ]
}

/** Keys, all of them, each to be exchanged for an own one; and those without ⌘ or Ctrl to be switched off. */
export function OwnKeys() {
  const { settings, change } = useSettings()
  const actions = useActions()
  const [asked, setAsked] = useState<string | null>(null)
  const own = settings.keys
  const inUse = (keys: string) => own[keys] ?? keys

  const setKey = async ({ keys, label }: Action, struck: string) => {
    setAsked(null)
    const other = actions.find((action) => action.keys !== keys && inUse(action.keys) === struck)
    if (other || fixedKeys.includes(struck))
      return toastFailed(
        t('own.keyTaken', { keys: keysText(struck), action: other?.label ?? keysText(struck) }),
      )
    const rest = Object.fromEntries(Object.entries(own).filter(([name]) => name !== keys))
    if (await change({ keys: struck === keys ? rest : { ...rest, [keys]: struck } }))
      toastDone(t('own.keyChanged', { keys: keysText(struck), action: label }))
  }

  return (
    <>
      <Checkbox
        label={t('account.singleKeys')}
        checked={settings.singleKeys ?? ownKeys().single}
        onChange={(event) => void change({ singleKeys: event.currentTarget.checked })}
      />
      <p className={classes.hint}>{t('account.singleKeysHelp')}</p>
      <details className={classes.keys}>
        <summary>{t('own.keysList')}</summary>
        <p className={classes.text}>{t('own.keysText')}</p>
        <ul>
          {actions.map((action) => (
            <li key={action.keys}>
              <span>{action.label}</span>
              <kbd>{keysText(inUse(action.keys))}</kbd>
              {asked === action.keys ? (
                <Strike
                  action={action}
                  onStruck={(struck) => void setKey(action, struck)}
                  onLeave={() => setAsked(null)}
                />
              ) : (
                <Button
                  size="compact-xs"
                  aria-label={t('own.changeKeyOf', { action: action.label })}
                  onClick={() => setAsked(action.keys)}
                >
                  {t('own.changeKey')}
                </Button>
              )}
              {own[action.keys] && asked !== action.keys && (
                <Button
                  size="compact-xs"
                  variant="subtle"
                  aria-label={t('own.keyBackOf', { keys: keysText(action.keys), action: action.label })}
                  onClick={() => void setKey(action, action.keys)}
                >
                  {t('own.keyBack')}
                </Button>
              )}
            </li>
          ))}
        </ul>
        {Object.keys(own).length > 0 && (
          <Button onClick={() => void change({ keys: {} })}>{t('own.allKeysBack')}</Button>
        )}
      </details>
    </>
  )
}

/** Two in a row are one key: what follows the first within this time belongs to it. */
const secondMs = 900

interface StrikeProps {
  action: Action
  onStruck: (keys: string) => void
  onLeave: () => void
}

/** Takes the next key, or for what leads to a place the next two. */
function Strike({ action, onStruck, onLeave }: StrikeProps) {
  const [first, setFirst] = useState<string | null>(null)
  const latest = useRef(onStruck)
  useEffect(() => {
    latest.current = onStruck
  })
  useEffect(() => {
    if (first === null) return
    const timer = setTimeout(() => latest.current(first), secondMs)
    return () => clearTimeout(timer)
  }, [first])
  return (
    <button
      type="button"
      // What is pressed here is the answer, wherever the focus was.
      ref={(button) => button?.focus()}
      className={classes.strike}
      aria-label={t('own.strikeText', { action: action.label })}
      onBlur={onLeave}
      onKeyDown={(event) => {
        if (event.key === 'Tab' || ['Shift', 'Control', 'Meta', 'Alt'].includes(event.key)) return
        event.preventDefault()
        event.stopPropagation()
        if (event.key === 'Escape') return onLeave()
        const stroke = strokeOf(event.nativeEvent)
        if (first !== null) onStruck(`${first} ${stroke}`)
        else if (action.keys.includes(' ') && !stroke.includes('+')) setFirst(stroke)
        else onStruck(stroke)
      }}
    >
      {first === null ? t('own.strike') : `${keysText(first)} …`}
    </button>
  )
}
