export const bounded = (value, low, high) => Math.min(Math.max(value, low), high)
