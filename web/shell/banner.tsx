import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { t } from '../text/t.ts'
import classes from './banner.module.css'
import { setConnection, useConnection } from './connection.ts'

/** Says that the line or the database is away, asks again every few seconds, and refreshes the page when it is back. */
export function Banner() {
  const connection = useConnection()
  const queries = useQueryClient()
  useEffect(() => {
    if (connection === 'up') return
    const timer = setInterval(() => {
      void fetch('/healthz')
        .then(async (response) => {
          if (!response.ok) return
          setConnection('up')
          await queries.invalidateQueries()
        })
        .catch(() => undefined)
    }, 4_000)
    return () => clearInterval(timer)
  }, [connection, queries])
  useEffect(() => {
    const away = () => setConnection('offline')
    window.addEventListener('offline', away)
    return () => window.removeEventListener('offline', away)
  }, [])
  return (
    <div role="status">
      {connection !== 'up' && (
        <div className={classes.banner}>
          {connection === 'offline' ? t('banner.offline') : t('banner.unavailable')}
        </div>
      )}
    </div>
  )
}
