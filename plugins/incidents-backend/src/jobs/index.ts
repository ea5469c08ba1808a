export { createJobQueue } from './JobQueue';
export type { JobQueue } from './JobQueue';
export type {
  ClaimedJob,
  EnqueuedJob,
  JobClaim,
  JobKind,
  JobPriority,
  JobRequest,
  JobView,
} from './jobTypes';
export type { Failure, FailureDecision } from './failurePolicy';
export { ClaimLostError, NotYetError, PermanentError } from './jobErrors';
export { recoverLostJobs } from './recoverLostJobs';
export { waitForJob } from './waitForJob';
export type { WaitOutcome } from './waitForJob';
export { createWorker } from './Worker';
export type { JobHandler, JobHandlers } from './Worker';
