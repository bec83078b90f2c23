import { useSession } from '../../shell/session.tsx'
import { dayIn } from '../../ui/format.ts'
import { useManner } from '../../ui/manner.tsx'
import { useNow } from '../../ui/use-now.ts'

/** Today by the company's clock. */
export function useToday(): string {
  const manner = useManner()
  const { company } = useSession()
  return dayIn(useNow(), { ...manner, zone: company.timeZone })
}
