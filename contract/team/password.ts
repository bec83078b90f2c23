import { z } from 'zod'

/** The shortest password that is taken. Length alone is asked for, and that it is not one of the commonest. */
export const passwordLength = 10

export const passwordSchema = z
  .string()
  .min(passwordLength, `Use at least ${passwordLength} characters`)
  .max(128, 'Use at most 128 characters')
