import { Skeleton } from '@mantine/core'
import type { ReactNode } from 'react'
import { useEffect, useState } from 'react'
import { t } from '../text/t.ts'

/** Nothing for 300 ms: what comes quickly must not flash a skeleton first. */
export function Delayed({ children }: { children: ReactNode }) {
  const [late, setLate] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), 300)
    return () => clearTimeout(timer)
  }, [])
  return (
    <div aria-busy aria-label={t('ui.loading')} role="status">
      {late && children}
    </div>
  )
}

const widths = [62, 48, 71, 55, 66, 44, 58]

/** Rows of a table or list that is on its way. */
export function RowsSkeleton({ rows = 8, height = 36 }: { rows?: number; height?: number }) {
  return (
    <Delayed>
      {Array.from({ length: rows }, (_, row) => (
        <div key={row} style={{ height, display: 'flex', alignItems: 'center', gap: 24, paddingInline: 12 }}>
          <Skeleton height={10} width={`${(widths[row % widths.length] ?? 50) / 2}%`} />
          <Skeleton height={10} width="16%" />
          <Skeleton height={10} width="12%" />
        </div>
      ))}
    </Delayed>
  )
}

/** A card's title and lines. */
export function CardSkeleton({ lines = 3 }: { lines?: number }) {
  return (
    <Delayed>
      <Skeleton height={12} width="38%" mb={16} />
      {Array.from({ length: lines }, (_, line) => (
        <Skeleton key={line} height={10} width={`${widths[line % widths.length]}%`} mb={12} />
      ))}
    </Delayed>
  )
}

/** A form or record: labels above fields. */
export function FormSkeleton({ fields = 6 }: { fields?: number }) {
  return (
    <Delayed>
      {Array.from({ length: fields }, (_, field) => (
        <div key={field} style={{ marginBottom: 16 }}>
          <Skeleton height={8} width="18%" mb={8} />
          <Skeleton height={28} />
        </div>
      ))}
    </Delayed>
  )
}
