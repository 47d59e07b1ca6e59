# syntax=docker/dockerfile:1
# One image for the API, the worker and the migration; docker-compose.yml gives each its command.

FROM node:24-slim AS spa
WORKDIR /build
COPY frontend/package.json frontend/package-lock.json frontend/.npmrc ./
RUN npm ci --no-audit --no-fund
COPY frontend ./
RUN npm run build

FROM python:3.12-slim AS packages
RUN python -m venv /opt/venv
# With the clients of object stores and of tracing.
COPY requirements-image.txt .
RUN /opt/venv/bin/pip install --no-cache-dir --require-hashes -r requirements-image.txt

FROM python:3.12-slim
# LightGBM's wheel expects the system's OpenMP runtime.
RUN apt-get update \
    && apt-get install -y --no-install-recommends libgomp1 \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --user-group --no-create-home platform \
    && install -d -o platform -g platform /app /data
WORKDIR /app
COPY --from=packages /opt/venv /opt/venv
COPY ML ML
COPY backend backend
COPY run.py pyproject.toml ./
COPY --from=spa /build/dist frontend/dist
ENV PATH=/opt/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    OMP_WAIT_POLICY=PASSIVE \
    ORT_DISABLE_TELEMETRY=1 \
    HOME=/tmp \
    UPLOAD_DIR=/data
RUN python -m compileall -q ML backend
USER platform
VOLUME /data
EXPOSE 5000
CMD ["gunicorn", "-k", "gthread", "-w", "2", "--threads", "4", "--no-control-socket", "--bind", "0.0.0.0:5000", "run:app"]
