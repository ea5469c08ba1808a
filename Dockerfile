# The demo's production build.
#   docker build --tag incidents-demo .
#   docker build --target simulator --tag incidents-linear-simulator .

FROM node:24-trixie-slim AS base
WORKDIR /app
# The repository's own yarn, in place of the image's
RUN printf '#!/bin/sh\nexec node /app/.yarn/releases/yarn-4.13.0.cjs "$@"\n' \
    > /usr/local/bin/yarn \
  && chown node:node /app

FROM base AS build
COPY . .
RUN yarn install --immutable && yarn tsc && yarn build:backend

# A Linear without an account, for the demo only
FROM build AS simulator
RUN mkdir /state && chown node:node /state
USER node
EXPOSE 7010
CMD ["node", "--require", "@backstage/cli/config/nodeTransform.cjs", \
  "packages/linear-simulator/src/cli.ts", "--host", "0.0.0.0", \
  "--state", "/state/linear.json", "--seed", "demo"]

FROM base AS backstage
ENV NODE_ENV=production
USER node
COPY --chown=node:node .yarn .yarn
COPY --chown=node:node .yarnrc.yml backstage.json package.json yarn.lock ./
COPY --chown=node:node --from=build /app/packages/backend/dist/skeleton.tar.gz ./
RUN tar -xzf skeleton.tar.gz && rm skeleton.tar.gz \
  && yarn workspaces focus --all --production \
  && rm -rf /home/node/.yarn
COPY --chown=node:node --from=build /app/packages/backend/dist/bundle.tar.gz ./
RUN tar -xzf bundle.tar.gz && rm bundle.tar.gz
COPY --chown=node:node examples examples
COPY --chown=node:node app-config.yaml app-config.production.yaml ./
COPY --chown=node:node deploy/app-config.demo.yaml deploy/

EXPOSE 7007
HEALTHCHECK --interval=10s --start-period=60s \
  CMD ["node", "-e", "fetch('http://127.0.0.1:7007/.backstage/health/v1/readiness').then(r => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "packages/backend", \
  "--config", "app-config.yaml", "--config", "app-config.production.yaml"]
