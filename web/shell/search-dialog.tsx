import { lazy, Suspense, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react'
import type { KeyboardEvent } from 'react'
import { t } from '../text/t.ts'
import classes from './search-dialog.module.css'
import type { Choosing } from './search-results.tsx'

const Results = lazy(() => import('./search-results.tsx'))

/**
 * Search every record, or do any action: one field for both. The field is there with the first page, so that nothing typed
 * is lost while what it finds is loading.
 */
export function SearchDialog({ onClose, onShowKeys }: { onClose: () => void; onShowKeys: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null)
  const [query, setQuery] = useState('')
  /** The id of the chosen option's element. */
  const [chosen, setChosen] = useState<string>()
  const choosing = useRef<Choosing>(null)
  const keep = useCallback((latest: Choosing) => void (choosing.current = latest), [])
  const close = useRef(onClose)
  useEffect(() => {
    close.current = onClose
  })
  useLayoutEffect(() => {
    const element = dialog.current
    if (!element) return
    // All that is not within the dialog is its backdrop.
    const onClick = (event: MouseEvent) => event.target === element && close.current()
    element.addEventListener('click', onClick)
    element.showModal()
    return () => {
      element.removeEventListener('click', onClick)
      element.close()
    }
  }, [])

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return
    if (event.key === 'ArrowDown') choosing.current?.move(1)
    else if (event.key === 'ArrowUp') choosing.current?.move(-1)
    else if (event.key === 'Enter') choosing.current?.run()
    else return
    event.preventDefault()
  }

  return (
    <dialog
      ref={dialog}
      className={classes.dialog}
      aria-modal="true"
      aria-label={t('nav.search')}
      onCancel={(event) => {
        event.preventDefault()
        onClose()
      }}
    >
      <input
        className={classes.field}
        autoFocus
        role="combobox"
        aria-expanded
        aria-controls="search-results"
        aria-autocomplete="list"
        aria-activedescendant={chosen}
        aria-label={t('nav.search')}
        placeholder={t('nav.search')}
        autoComplete="off"
        spellCheck={false}
        value={query}
        onChange={(event) => setQuery(event.currentTarget.value)}
        onKeyDown={onKeyDown}
      />
      <div id="search-results" role="listbox" aria-label={t('spotlight.found')} className={classes.list}>
        <Suspense>
          <Results
            query={query}
            onChoosing={keep}
            onChosen={setChosen}
            onClose={onClose}
            onShowKeys={onShowKeys}
          />
        </Suspense>
      </div>
    </dialog>
  )
}
