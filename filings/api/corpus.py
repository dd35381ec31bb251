"""What is wrong with the law data as it is loaded, by everybody who reads a part of it."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from complaints.api.outgoing import JSONObject
from filings.channels import corpus_faults
from legal.corpus import load
from legal.corpus.checking import counts


class CorpusSerializer(serializers.Serializer[Any]):
    faults = serializers.ListField(child=serializers.CharField())
    statutes = serializers.IntegerField()
    articles = serializers.IntegerField()
    grounds = serializers.IntegerField()
    channels = serializers.IntegerField()
    verified = JSONObject()
    version = serializers.CharField()


class CheckCorpus(APIView):
    """The law data as it is loaded: how much there is, how far it is verified, and every fault in it."""

    @extend_schema(responses=CorpusSerializer)
    def get(self, request: Request) -> Response:
        corpus = load()
        return Response(CorpusSerializer({"faults": corpus_faults(corpus), **counts(corpus)}).data)
