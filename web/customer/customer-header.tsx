import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { Fragment } from 'react'
import type { ReactNode } from 'react'
import { isZone } from '../../contract/values/zone.ts'
import type { RecordType } from '../../contract/records/record-type.ts'
import type { Address, AnyRecord } from '../../contract/records/value.ts'
import { addressOf } from '../records/address.ts'
import { pictureOf } from '../records/files/address.ts'
import { useTitle } from '../records/titles.ts'
import { useMay } from '../shell/session.tsx'
import { t } from '../text/pages.ts'
import { Avatar } from '../ui/avatar.tsx'
import { clock } from '../ui/format.ts'
import { KeyHint } from '../ui/key-hint.tsx'
import { useManner } from '../ui/manner.tsx'
import { PageHeader } from '../ui/page-header.tsx'
import { struckFor } from '../ui/own-keys.ts'
import { kindNames, kindOf } from './composer.tsx'
import type { Kind } from './draft.ts'
import classes from './customer-page.module.css'
import { useNow } from './use-now.ts'

/** Where they are, and what time it is there if it is another than here. */
function usePlace(zone: string | null, city: string | undefined): string {
  const manner = useManner()
  const now = useNow().toISOString()
  const here = clock(now, manner)
  const time = zone && isZone(zone) ? clock(now, { ...manner, zone }) : here
  return [city, time !== here && t('customer.there', { time })].filter(Boolean).join(', ')
}

function Company({ id, role }: { id: string; role: string | null }) {
  const title = useTitle('company', id)
  return (
    <>
      {role && `${t('customer.at', { role })} `}
      <Link to={addressOf('company', id)} className={classes.link}>
        {title ?? '—'}
      </Link>
    </>
  )
}

interface CustomerHeaderProps {
  type: RecordType
  record: AnyRecord
  onWrite: (kind: Kind) => void
  /** What the wings offer to do. */
  actions: ReactNode
}

export function CustomerHeader({ type, record, onWrite, actions }: CustomerHeaderProps) {
  const owner = useTitle('user', record['owner'] as string | null)
  const may = useMay('note')
  const text = (name: string) => (record[name] as string | null) || null
  const address = record['address'] as Address | null
  const company = text('company')
  const place = usePlace(text('timeZone'), address?.city)
  const role = text('jobTitle')
  const parts = {
    work: company ? <Company id={company} role={role} /> : role,
    industry: text('industry'),
    place,
    owner: owner ? t('customer.owner', { name: owner }) : t('customer.noOwner'),
  }
  return (
    <PageHeader
      title={record.title}
      mark={<Avatar name={record.title} picture={pictureOf(type, record)} />}
      subtitle={Object.entries(parts)
        .filter(([, part]) => Boolean(part))
        .map(([name, part], index) => (
          <Fragment key={name}>
            {index > 0 && ' · '}
            {part}
          </Fragment>
        ))}
      actions={
        record.deletedAt ? undefined : (
          <>
            {may('create') &&
              kindNames.map((kind) => {
                const { label, keys } = kindOf(kind)
                return (
                  <Button
                    key={kind}
                    aria-keyshortcuts={struckFor(keys)}
                    onClick={() => onWrite(kind)}
                    rightSection={<KeyHint keys={keys} />}
                  >
                    {label}
                  </Button>
                )
              })}
            {actions}
            <Button component={Link} to={`/print/${type.plural}/${record.id}`} variant="subtle">
              {t('print.print')}
            </Button>
          </>
        )
      }
    />
  )
}
