import { Textarea } from '@mantine/core'
import { useId, useRef, useState, type KeyboardEvent, type ReactNode } from 'react'
import { flushSync } from 'react-dom'
import type { FormulaProblem } from '../../../../contract/records/formula/problem.ts'
import { longestFormula } from '../../../../contract/records/formula/tokens.ts'
import type { RecordType } from '../../../../contract/records/record-type.ts'
import { t } from '../../../text/seldom.ts'
import { completionsAt, type Completing, type Completion } from './completions.ts'
import classes from './formula.module.css'

interface FormulaEditorProps {
  type: RecordType
  value: string
  problem: FormulaProblem | null
  onChange: (value: string) => void
}

const none: Completing = { start: 0, choices: [] }

/**
 * Where a formula is written. The place of a problem is underlined; names and functions are chosen by the keyboard:
 * arrows, Enter or Tab, and Escape to go on typing.
 */
export function FormulaEditor({ type, value, problem, onChange }: FormulaEditorProps) {
  const area = useRef<HTMLTextAreaElement>(null)
  const mirror = useRef<HTMLDivElement>(null)
  const id = useId()
  const [completing, setCompleting] = useState<Completing>(none)
  const [active, setActive] = useState(0)
  const { start, choices } = completing
  const open = choices.length > 0

  const offer = (text: string, caret: number, asked: boolean) => {
    const found = completionsAt(text, caret, type)
    const begun = caret > found.start || text[caret - 1] === '.'
    setCompleting(asked || begun ? found : none)
    setActive(0)
  }
  const write = (from: number, to: number, text: string) => {
    const next = value.slice(0, from) + text + value.slice(to)
    const caret = from + text.length
    // At once: what is typed next finds the caret in its place.
    flushSync(() => onChange(next))
    area.current?.focus()
    area.current?.setSelectionRange(caret, caret)
    // After “company.” its fields are chosen from at once.
    if (/[.(]$/.test(text)) offer(next, caret, text.endsWith('.'))
  }
  const choose = (choice: Completion) => {
    const caret = area.current?.selectionStart ?? value.length
    setCompleting(none)
    write(start, caret, choice.insert)
  }
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (event.key === ' ' && event.ctrlKey) {
      event.preventDefault()
      offer(value, event.currentTarget.selectionStart, true)
      return
    }
    if (!open) return
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step) setActive((active + step + choices.length) % choices.length)
    else if (event.key === 'Escape') setCompleting(none)
    else if (event.key === 'Enter' || event.key === 'Tab') {
      const choice = choices[active]
      if (choice) choose(choice)
    } else return
    event.preventDefault()
    event.stopPropagation()
  }

  const withMirror = (input: ReactNode) => (
    <div className={classes.area}>
      <div ref={mirror} className={classes.mirror} aria-hidden>
        {value.slice(0, problem?.start)}
        {problem && <mark>{value.slice(problem.start, problem.end) || ' '}</mark>}
        {problem && value.slice(problem.end)}{' '}
      </div>
      {input}
    </div>
  )

  return (
    <div className={classes.editor}>
      <Textarea
        ref={area}
        label={t('formula.formula')}
        description={t('formula.help')}
        classNames={{ input: classes.input }}
        inputContainer={withMirror}
        autosize
        minRows={2}
        maxRows={8}
        spellCheck={false}
        autoCapitalize="off"
        autoCorrect="off"
        maxLength={longestFormula}
        value={value}
        aria-invalid={problem !== null && value.trim() !== ''}
        aria-autocomplete="list"
        // Escape then closes what is chosen from, not the dialog around.
        data-mantine-stop-propagation={open}
        aria-controls={open ? `${id}-choices` : undefined}
        aria-activedescendant={open ? `${id}-${active}` : undefined}
        onChange={(event) => {
          const { value: text, selectionStart } = event.currentTarget
          onChange(text)
          offer(text, selectionStart, false)
        }}
        onScroll={(event) => {
          if (mirror.current) mirror.current.scrollTop = event.currentTarget.scrollTop
        }}
        onKeyDown={onKeyDown}
        onBlur={() => setCompleting(none)}
      />
      {open && (
        <div
          id={`${id}-choices`}
          role="listbox"
          aria-label={t('formula.choices')}
          className={classes.choices}
        >
          {choices.map((choice, place) => (
            <div
              key={`${choice.kind} ${choice.insert}`}
              id={`${id}-${place}`}
              role="option"
              aria-selected={place === active}
              ref={place === active ? (element) => element?.scrollIntoView({ block: 'nearest' }) : undefined}
              onPointerDown={(event) => {
                // The caret stays where it is.
                event.preventDefault()
                choose(choice)
              }}
            >
              <span>{choice.label}</span>
              <code>{choice.insert}</code>
              <span className={classes.kind}>{t(`formula.kind.${choice.kind}`)}</span>
            </div>
          ))}
        </div>
      )}
      <div role="status" className={classes.problem}>
        {problem && value.trim() !== '' && (
          <>
            {problem.message}{' '}
            {problem.suggestions.map((name) => (
              <button key={name} type="button" onClick={() => write(problem.start, problem.end, name)}>
                {t('formula.use', { name })}
              </button>
            ))}
          </>
        )}
      </div>
    </div>
  )
}
