export { createJobQueue } from './JobQueue';
export type { JobQueue } from './JobQueue';
export type {
  ClaimedJob,
  EnqueuedJob,
  JobPriority,
  JobRequest,
  JobView,
} from './jobTypes';
export { NotYetError, PermanentError } from './jobErrors';
export { recoverLostJobs } from './recoverLostJobs';
export { waitForJob } from './waitForJob';
export { createWorker } from './Worker';
export type { JobHandlers } from './Worker';
