/** The address of a list: which view, what differs from it, and what is looked at beside. */
export interface ListSearch {
  view?: string | undefined
  show?: 'table' | 'board' | 'calendar' | undefined
  /** The day around which the calendar is open. */
  day?: string | undefined
  /** A filter as JSON. */
  filter?: string | undefined
  sort?: string | undefined
  preview?: string | undefined
  create?: true | undefined
}

const texts = ['view', 'filter', 'sort', 'preview'] as const

export function listSearch(search: Record<string, unknown>): ListSearch {
  const found: ListSearch = {}
  for (const name of texts) {
    const value = search[name]
    // A filter that looks like JSON arrives parsed.
    if (typeof value === 'string') found[name] = value
    else if (name === 'filter' && typeof value === 'object' && value !== null)
      found.filter = JSON.stringify(value)
  }
  const { show, day } = search
  if (show === 'table' || show === 'board' || show === 'calendar') found.show = show
  if (typeof day === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(day) && !Number.isNaN(Date.parse(day)))
    found.day = day
  if (search['create'] === true || search['create'] === 'true') found.create = true
  return found
}
