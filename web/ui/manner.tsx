import { createContext, use } from 'react'
import { language } from '../text/language.ts'
import * as format from './format.ts'

const browser: format.Manner = {
  locale: language.locale,
  zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
  currency: 'EUR',
}

export const MannerContext = createContext<format.Manner>(browser)
export const useManner = () => use(MannerContext)

export function Money({
  value,
  style,
}: {
  value: format.Amount | null | undefined
  style?: 'full' | 'compact'
}) {
  return <>{format.money(value, useManner(), style)}</>
}

export function Percent({ value, digits }: { value: number | null | undefined; digits?: number }) {
  return <>{format.percent(value, useManner(), digits)}</>
}

export function Day({ value }: { value: string | null | undefined }) {
  const manner = useManner()
  return value ? <time dateTime={value}>{format.day(value, manner)}</time> : <>{format.day(value, manner)}</>
}

export function DateTime({ value }: { value: string | null | undefined }) {
  const manner = useManner()
  return value ? (
    <time dateTime={value}>{format.moment(value, manner)}</time>
  ) : (
    <>{format.moment(value, manner)}</>
  )
}

/** "3 hours ago", with the moment itself on hover. */
export function Relative({ value }: { value: string | null | undefined }) {
  const manner = useManner()
  if (!value) return <>{format.relative(value, manner)}</>
  return (
    <time dateTime={value} title={format.moment(value, manner)}>
      {format.relative(value, manner)}
    </time>
  )
}
