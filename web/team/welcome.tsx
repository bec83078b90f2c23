import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { t } from '../text/pages.ts'
import { KeyHint } from '../ui/key-hint.tsx'
import { messageOf } from '../shell/api.ts'
import { listen, useShortcuts } from '../shell/shortcuts.ts'
import { useEffect } from 'react'
import classes from './entrance.module.css'
import { Entrance } from './entrance.tsx'
import { loadSample } from './sample-api.ts'

/** After setup: three ways to begin. */
export default function Welcome() {
  const navigate = useNavigate()
  const queries = useQueryClient()
  const [loading, setLoading] = useState(false)
  const [failure, setFailure] = useState<string | null>(null)
  useEffect(listen, [])

  const lookAround = async () => {
    setLoading(true)
    setFailure(null)
    try {
      await loadSample()
      await queries.invalidateQueries()
      await navigate({ to: '/today' })
    } catch (error) {
      setFailure(messageOf(error))
      setLoading(false)
    }
  }
  const choices = [
    {
      keys: '1',
      title: t('welcome.sample'),
      text: loading ? t('welcome.sampleLoading') : t('welcome.sampleText'),
      run: () => void lookAround(),
    },
    {
      keys: '2',
      title: t('welcome.import'),
      text: t('welcome.importText'),
      run: () => void navigate({ to: '/import' }),
    },
    {
      keys: '3',
      title: t('welcome.empty'),
      text: t('welcome.emptyText'),
      run: () => void navigate({ to: '/today' }),
    },
  ]
  useShortcuts(choices.map(({ keys, title, run }) => ({ keys, label: title, run: () => !loading && run() })))

  return (
    <Entrance title={t('welcome.title')} text={t('welcome.text')}>
      <div className={classes.choices}>
        {failure && (
          <div role="alert" className={classes.failure}>
            {failure}
          </div>
        )}
        {choices.map(({ keys, title, text, run }) => (
          <button key={keys} type="button" className={classes.choice} disabled={loading} onClick={run}>
            <span className={classes.choiceTitle}>
              {title}
              <KeyHint keys={keys} />
            </span>
            <span className={classes.choiceText} aria-live="polite">
              {text}
            </span>
          </button>
        ))}
      </div>
    </Entrance>
  )
}
