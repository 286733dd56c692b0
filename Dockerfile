# cleantext with everything inside: LanguageTool, Java, the models.
#   docker build -t cleantext . && docker run --rm -v "$PWD:/texts" cleantext clean articles -o reviewed
FROM python:3.12-slim
COPY . /source
ENV CLEANTEXT_CACHE=/opt/cleantext PIP_NO_CACHE_DIR=1
RUN pip install --quiet /source \
 && cleantext setup --quiet \
 && printf 'It stood alone. . Then it fell.\n' | cleantext check - --quiet --exit-zero \
 && rm -rf /source \
 && chmod -R a+rwX /opt/cleantext
WORKDIR /texts
ENTRYPOINT ["cleantext"]
