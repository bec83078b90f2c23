import { Link } from '@tanstack/react-router'
import { addressOf } from '../records/address.ts'
import { useTitle } from '../records/titles.ts'

/** What a record belongs to, in the line below its title. */
export function Of({ type, id }: { type: string; id: string | null }) {
  const title = useTitle(type, id)
  return id === null ? null : (
    <>
      ·<Link to={addressOf(type, id)}>{title ?? '—'}</Link>
    </>
  )
}
